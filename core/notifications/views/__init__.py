"""Pages of messages: one's own (`messages`), and the outbox for administrators (`outbox`)."""

from core.notifications.views.messages import views as messages
from core.notifications.views.outbox import views as outbox

blueprints = (messages, outbox)

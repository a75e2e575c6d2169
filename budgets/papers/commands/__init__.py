"""The job that makes and issues papers (`issuing`): some seconds, which no page waits for."""

"""What people and the installation do about reviews: call, move and cancel them, and freeze their packs."""

"""What is done with contracts: drafting, money, issuing, signing, ending, talking about them."""

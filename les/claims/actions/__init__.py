"""Acts on claims: windows, drafting, submitting, evidence, queries; deciding over them, adjusting, setting rules."""

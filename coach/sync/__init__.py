"""Everything that a patient's laptop keeps comes to the clinic exactly once, and the clinic's programmes and
messages to the laptop. Store to store first (`coach.store`), over HTTP second.

`serving` is what the clinic's server answers, without a framework; `client` asks it over TLS; `down` takes in
what the clinic wrote; `courier` goes to and fro in a thread of its own.
"""

"""The demo network: invented people and the loader that makes them real rows."""

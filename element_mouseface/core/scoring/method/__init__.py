"""The protocol of scoring methods, and what they share.

protocol.py   ScoringMethod: fit, score, load, explain, findings
recording.py  Recording: what a method scores
fitted.py     Fitted and PrototypeRecord: new prototypes, and their form in tables
score_map.py  ScoreMap: what each place of the face adds to a score
checks.py     checks of events for any method

The methods themselves are the packages beside this one, and `core.scoring.methods` is the
table of them.
"""

"""The protocol of scoring methods, and what they share.

protocol.py   ScoringMethod: fit, score, load, explain, findings
recording.py  Recording: what a method scores
fitted.py     Fitted and PrototypeRecord: prototypes just made, and as tables keep them
score_map.py  ScoreMap: what each place of the face adds to a score
checks.py     what any method refuses of events

The methods themselves are the packages beside this one, and `core.scoring.methods` is the
table of them.
"""

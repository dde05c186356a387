"""Tell what a code block does in stages that an outside observer could notice.

`terms` names values as a reader knows them, `conditions` words tests, `flow` follows the statements of a body and keeps
what can be noticed, `arrange` brings the stages to a length that is read in one go, `wording` makes sentences of them.
"""

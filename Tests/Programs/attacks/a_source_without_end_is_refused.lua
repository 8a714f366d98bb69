-- load is given source text, whole and in pieces, that is longer than any script may be: it says so
-- and compiles nothing.
--
-- technique: B04
-- limits:    stretch=5s
-- output:    true	true
local text = ("-- nothing\n"):rep(1000000)
local whole, in_pieces = load(text), load((text):gmatch("[^\n]+\n"))
print(whole == nil, in_pieces == nil)

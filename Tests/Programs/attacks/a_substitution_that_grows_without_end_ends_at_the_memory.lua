-- Each of a hundred thousand characters is replaced by ten thousand, also where the replacement
-- comes from a callback: it is not made.
--
-- technique: E01 E02
-- limits:    memory=16M
-- error:     :9: the script needs more memory than it may have (--max-memory)
-- exit:      65
local large = ("y"):rep(10000)
pcall(string.gsub, ("x"):rep(100000), "x", function() return large end)

-- An error whose text takes half of what there is, through a coroutine and a traceback, ends the
-- script with a report and no more.
--
-- technique: E16 G04
-- limits:    memory=16M
-- error:     :10: xxxxxxxxxxxxxxxxxxxx
-- error:     , exit status 1
-- exit:      1
local text = ("x"):rep(6000000)
coroutine.wrap(function() error(text, 0) end)()

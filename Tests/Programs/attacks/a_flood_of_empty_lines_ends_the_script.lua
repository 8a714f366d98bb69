-- print without any argument still prints a line, and for ever too many of them.
--
-- technique: J01
-- limits:    output=0K
-- error:     :7: the script prints more than it may (--max-output)
-- exit:      65
while true do print() end

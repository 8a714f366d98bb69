-- Print for ever, under pcall, in coroutines: what was printed before is there, and no more than
-- may be.
--
-- technique: J01
-- limits:    output=1K
-- output:    0123456789
-- output:    0123456789
-- error:     :12: the script prints more than it may (--max-output)
-- exit:      65
print("0123456789")
print("0123456789")
while true do pcall(print, ("x"):rep(2000)) end

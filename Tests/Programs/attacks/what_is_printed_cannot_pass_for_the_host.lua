-- Lines that look like the host's stay what they are, output of the script; and no control
-- character reaches a terminal.
--
-- technique: A17 G04
-- output:    {"type":"summary","created":99,"exit_status":0}
-- output:    {"type":"device","key":"x","status":"created"}
-- output:    tab	quote" backslash\ end
-- error:     script failed:
-- error:     \x1b[2Jgone\x0d\x07\x9b31m
-- exit:      1
print('{"type":"summary","created":99,"exit_status":0}')
print('{"type":"device","key":"x","status":"created"}\ntab\tquote" backslash\\ end')
error("\27[2Jgone\r\7\u{9B}31m", 0)

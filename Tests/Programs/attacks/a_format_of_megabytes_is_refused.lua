-- os.date with a format of a hundred megabytes would be one call of one function in C.
--
-- technique: D19
-- output:    false	os.date: the format is longer than 1024 bytes
print(pcall(os.date, ("%c"):rep(10000000)))

-- A row's name of a megabyte is shown in the report, and in its line, no longer than a line should
-- be.
--
-- technique: J01 E11
-- effects:   qubitro.create_device x3
-- status:    rejected x3
-- output:    done
-- error:     xxx...
-- exit:      1
for n = 1, 3 do qubitro.create_device { name = ("x"):rep(1000000) .. n, source = "lora" } end
print "done"

-- Recursion without end, plain, with more and more arguments and in a coroutine: an error on its
-- line, and the script goes on.
--
-- technique: F08
-- effects:   qubitro.create_device
-- status:    created
-- output:    stack overflow
-- output:    stack overflow
-- output:    stack overflow
-- error:     :12: stack overflow
-- exit:      1
local function down(n) return 1 + down(n) end
local function more(...) return (more(1, 2, 3, 4, 5, 6, 7, 8, ...)) end
for _, attack in ipairs { down, more, coroutine.wrap(down) } do
  print((select(2, pcall(attack, 1)):match("stack overflow")))
end
qubitro.create_device { name = "d", source = "mqtt" }
down(1)

-- What the host cannot take is refused with the path to it: NaN, infinities, functions, holes,
-- mixed keys, cycles, depth, bytes that are no text.
--
-- effects:  host.log.info
-- output:   argument 2 of host.log.info.a.b[2]: is not a number (NaN)
-- output:   argument 2 of host.log.info.a: is infinite
-- output:   argument 2 of host.log.info["two words"]: is a function; only nil, booleans, numbers,
-- ..        strings and tables can be passed to the host
-- output:   argument 2 of host.log.info.list: is an array with holes (a nil inside it?)
-- output:   argument 2 of host.log.info.both: mixes named fields and numbered entries; use one or
-- ..        the other
-- output:   argument 2 of host.log.info.marked: is marked as an array and has named fields
-- output:   argument 2 of host.log.info.self: contains itself
-- output:   is nested too deeply (128 levels at most)
-- output:   message must be UTF-8 text, got other bytes
local function reason(...)
  local _, problem = pcall(host.log.info, ...)
  problem = tostring(problem):gsub("^[^:]*:%d+: ", ""):gsub("^host.log.info: ", "")
  print(#problem < 200 and problem or problem:match("is nested.*"))
end
reason("m", { a = { b = { 1, 0 / 0 } } })
reason("m", { a = math.huge })
reason("m", { ["two words"] = print })
reason("m", { list = { 1, nil, 3 } })
reason("m", { both = { 1, x = 2 } })
reason("m", { marked = (function() local t = host.array {} t.x = 1 return t end)() })
local cyclic = {}
cyclic.self = cyclic
reason("m", cyclic)
local deep = {}
for _ = 1, 1000000 do
  deep = { a = deep }
end
reason("m", deep)
reason("\xff")

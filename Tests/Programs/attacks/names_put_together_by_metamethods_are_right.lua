-- A description built by __concat, in fresh coroutines, with calls inside it and garbage between:
-- every name comes out as it should.
--
-- technique: U1
-- limits:    memory=64M
-- output:    0 of 600 are wrong
-- effects:   qubitro.create_device
-- status:    created
local Device = {}
local function deep(n) return n == 0 and 0 or 1 + deep(n - 1) end
Device.__concat = function(a, b)
  deep(60)
  local garbage = ("x"):rep(1000) .. #tostring(a)
  return (type(a) == "table" and a.name or a) .. (type(b) == "table" and b.name or b)
end
local wrong = 0
for n = 1, 600 do
  local device = setmetatable({ name = "d" .. n }, Device)
  local function build() return "site-" .. "b-" .. device .. "-" .. n end
  local name = n % 3 == 0 and coroutine.wrap(build)()
    or n % 3 == 1 and build()
    or host.parallel { build }[1]
  wrong = wrong + (name == "site-b-d" .. n .. "-" .. n and 0 or 1)
end
print(wrong .. " of 600 are wrong")
qubitro.create_device { name = "d", source = "mqtt" }

-- A hundred thousand opening tokens in a row: the compiler says that it is too much, and goes on
-- with the next chunk.
--
-- technique: B07
-- effects:   qubitro.create_device
-- status:    created
-- output:    14 refused, 0 crashed
local many = 100000
local openings = {
  "return " .. ("("):rep(many), "return " .. ("{"):rep(many), "return " .. ("f("):rep(many),
  "return " .. ("a["):rep(many), "return " .. ("function() return "):rep(many),
  "return " .. ("not "):rep(many), "return " .. ("-"):rep(many, " ") .. " 1",
  "return " .. ("a ^ "):rep(many) .. "a", "return " .. ("a .. "):rep(many) .. "a",
  ("do "):rep(many), ("while a do "):rep(many), ("function f() "):rep(many),
  ("if a then "):rep(many), ("repeat "):rep(many),
}
local refused = 0
for _, source in ipairs(openings) do
  local chunk, problem = load(source)
  refused = refused + (not chunk and #problem < 1000 and 1 or 0)
end
print(refused .. " refused, " .. #openings - refused .. " crashed")
qubitro.create_device { name = "d", source = "mqtt" }

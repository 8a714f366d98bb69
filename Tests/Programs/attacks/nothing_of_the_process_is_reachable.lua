-- Commands, the end of the process, its environment, its locale and its files: no function that
-- reaches them is anywhere in a script's reach.
--
-- technique: A01 A02 A04 A05 A11 A13
-- effects:   qubitro.create_device
-- status:    created
-- output:    os holds clock date difftime time
-- output:    none of 18 is there
local absent = {
  "io", "io.popen", "io.open", "io.read",
  "os.execute", "os.exit", "os.getenv", "os.setlocale", "os.remove", "os.rename", "os.tmpname",
  "package", "package.searchpath", "package.loadlib", "package.path",
  "dofile", "loadfile", "warn",
}
for _, name in ipairs(absent) do
  local found = _G
  for part in name:gmatch("[^.]+") do
    found = found and found[part]
  end
  assert(found == nil, name)
end
local names = {}
for name in pairs(os) do
  names[#names + 1] = name
end
table.sort(names)
print("os holds " .. table.concat(names, " "))
print("none of " .. #absent .. " is there")
qubitro.create_device { name = "d", source = "mqtt" }

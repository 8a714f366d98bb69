-- A batch of water meters from a table in a module: one device per row, keyed by the serial number
-- on its plate.
--
--   qubitro-host run scripts/meters.lua
--   qubitro-host run scripts/meters.lua batch=batches.spring_meters
--
-- The table is checked whole before the first meter is made, so that a slip in it costs nothing. A
-- row that the API rejects costs only itself.
local naming = require "naming"

params {
  batch = {
    type = "string", default = "batches.spring_meters", help = "the module that holds the rows",
  },
}
local batch = args.batch
local rows = require(batch)
assert(type(rows) == "table" and #rows > 0, batch .. " holds no rows")

local function device_of(row)
  for _, field in ipairs { "serial", "street", "flat" } do
    if type(row[field]) ~= "string" or row[field] == "" then
      error(field .. " is missing", 0)
    end
  end
  local sealed = row.sealed or "never"
  return {
    key = row.serial,
    name = naming.format("{street}, {flat}", row),
    description = naming.describe(("Water meter %s, sealed %s"):format(row.serial, sealed)),
    source = "http",
    tags = naming.tags("water", "meter", row.street:match("^%D+") or ""),
  }
end

local devices, slips, row_of = {}, {}, {}
for number, row in ipairs(rows) do
  local ok, device = pcall(device_of, row)
  if not ok then
    slips[#slips + 1] = ("row %d: %s"):format(number, device)
  elseif row_of[device.key] then
    slips[#slips + 1] = ("row %d: serial %s is that of row %d"):format(
      number, device.key, row_of[device.key])
  else
    row_of[device.key] = number
    devices[#devices + 1] = device
  end
end
if #slips > 0 then
  error(("%s: %s"):format(batch, table.concat(slips, "; ")), 0)
end

for _, device in ipairs(devices) do
  qubitro.create_device(device)
end
host.log.info("batch done", { batch = batch, rows = #rows })

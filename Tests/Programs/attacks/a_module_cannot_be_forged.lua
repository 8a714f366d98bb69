-- What require returns is what the module's file returned: no table of loaded modules is in reach,
-- and none in the file's place.
--
-- technique: C05
-- output:    7	7	nil
local forged = { value = "forged" }
package = { loaded = { row = forged }, preload = { row = function() return forged end } }
_G.row, _G.loaded, _LOADED = forged, { row = forged }, { row = forged }
print(require("row").value, require("row").value, package.loaded.string)
assert(getmetatable(require) == nil and not pcall(setmetatable, require, {}))

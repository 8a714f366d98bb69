local lamp =
local

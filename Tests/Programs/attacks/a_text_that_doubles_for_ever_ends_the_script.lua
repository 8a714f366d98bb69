-- A text that is put together with itself, again and again, while every error is caught.
--
-- technique: E01 E10
-- limits:    memory=16M
-- error:     :8: the script needs more memory than it may have (--max-memory)
-- exit:      65
local text, kept = "x", {}
while true do pcall(function() kept[#kept + 1] = text text = text .. text .. "" end) end

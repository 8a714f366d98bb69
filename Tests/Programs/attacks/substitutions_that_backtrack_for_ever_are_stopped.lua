-- The same through gsub, inside the callback of another gsub.
--
-- technique: D11
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local subject, pattern = ("a"):rep(2000), ("a-"):rep(20) .. "b"
local _ = ("x"):gsub("x", function() return (subject:gsub(pattern, function() return "" end)) end)

-- collectgarbage only counts: no script stops the collector or makes it run.
--
-- technique: A16
-- limits:    memory=16M
-- output:    refused: 11 of 11
-- output:    true
local refused = 0
local modes = {
  "stop", "restart", "collect", "step", "incremental", "generational", "setpause", "setstepmul",
  "isrunning", "x", false,
}
for _, mode in ipairs(modes) do
  local ok, problem = pcall(collectgarbage, mode or nil, 0)
  refused = refused + (not ok and problem:find('only "count" is available', 1, true) and 1 or 0)
end
print("refused: " .. refused .. " of " .. #modes)
for n = 1, 1000 do
  local garbage = ("x"):rep(100000) .. n
end
print(collectgarbage("count") < 16 * 1024)

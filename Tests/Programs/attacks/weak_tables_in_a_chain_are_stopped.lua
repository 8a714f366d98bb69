-- Thirty thousand tables with weak keys, each of which keeps the next one's key alive, in no order:
-- one step of the collector takes the square.
--
-- technique: A16 D08
-- limits:    stretch=200ms
-- error:     --max-stretch at
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local count, keys, order, chain = 30000, {}, {}, {}
for n = 1, count + 1 do keys[n], order[n] = {}, n end
for n = count, 2, -1 do
  local other = math.random(n)
  order[n], order[other] = order[other], order[n]
end
local weak = { __mode = "k" }
for n = 1, count do chain[n] = setmetatable({ [keys[order[n]]] = keys[order[n] + 1] }, weak) end
local first = keys[1]
keys = nil
for n = 1, math.huge do local garbage = { n } end

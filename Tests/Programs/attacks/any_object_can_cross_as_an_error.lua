-- Booleans, NaN, functions, coroutines and tables come out of pcall, coroutines and branches as the
-- values they are.
--
-- technique: G02 G08
-- output:    7 of 7 the same
-- error:     script failed: (error object is a function value)
-- exit:      1
local same, values = 0, { true, 0 / 0, print, coroutine.create(print), host.null, {}, 7 }
for _, value in ipairs(values) do
  local _, plain = pcall(error, value)
  local _, wrapped = pcall(coroutine.wrap(function() error(value) end))
  local _, branch = pcall(host.parallel, { function() error(value) end })
  local is_nan = value ~= value and plain ~= plain and wrapped ~= wrapped and branch ~= branch
  local is_value = rawequal(plain, value) and rawequal(wrapped, value) and rawequal(branch, value)
  same = same + ((is_nan or is_value) and 1 or 0)
end
print(same .. " of " .. #values .. " the same")
error(print)

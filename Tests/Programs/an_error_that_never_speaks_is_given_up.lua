-- A __tostring that does not end is given up after a million instructions, whatever it catches.
--
-- error:    an error that could not be described
-- exit:     1
error(setmetatable({}, { __tostring = function()
  while true do
    pcall(function() while true do end end)
  end
end }))

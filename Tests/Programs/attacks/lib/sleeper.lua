-- A module that returns a coroutine which never ends.
return coroutine.create(function()
  while true do end
end)

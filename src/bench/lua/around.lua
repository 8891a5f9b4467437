-- The request for a detail: what comes before its id, and what comes after it.
return function()
  return wrk.format("GET", "/api/offlinemessages/@"):match("^(.-)@(.*)$")
end

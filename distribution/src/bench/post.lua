-- SPDX-License-Identifier: GPL-3.0-or-later
-- wrk posts the file named after `--`.
function init(arguments)
   local file = assert(io.open(arguments[1], "rb"))
   wrk.method = "POST"
   wrk.path = "/v1/chat/completions"
   wrk.headers["Content-Type"] = "application/json"
   wrk.headers["Authorization"] = "Bearer sk-client"
   wrk.body = file:read("*a")
   file:close()
end

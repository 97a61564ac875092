-- wrk: as post.lua, but posts the picture in PICTURE as camera software does, in a form.
dofile("loadtest/post.lua")

wrk.headers["Content-Type"] = "multipart/form-data; boundary=wrk"
wrk.body = '--wrk\r\nContent-Disposition: form-data; name="min_confidence"\r\n\r\n0.4\r\n'
  .. '--wrk\r\nContent-Disposition: form-data; name="image"; filename="image"\r\n\r\n' .. wrk.body .. "\r\n--wrk--\r\n"

-- wrk: as post.lua, but posts the picture in PICTURE as Rekognition's DetectLabels, in base64 in JSON.
dofile("loadtest/post.lua")

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function character(value)
  return ALPHABET:sub(value + 1, value + 1)
end

local function base64(bytes)
  local groups = {}
  for i = 1, #bytes, 3 do
    local a, b, c = bytes:byte(i, i + 2)
    local bits = a * 65536 + (b or 0) * 256 + (c or 0)
    table.insert(groups, character(math.floor(bits / 262144)) .. character(math.floor(bits / 4096) % 64)
      .. (b and character(math.floor(bits / 64) % 64) or "=") .. (c and character(bits % 64) or "="))
  end
  return table.concat(groups)
end

wrk.headers["Content-Type"] = "application/x-amz-json-1.1"
wrk.headers["X-Amz-Target"] = "RekognitionService.DetectLabels"
wrk.body = '{"Image":{"Bytes":"' .. base64(wrk.body) .. '"}}'

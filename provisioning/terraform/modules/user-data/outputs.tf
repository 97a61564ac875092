output "text" {
  description = "The cloud-config."
  value       = local.text
}

output "gzip_base64" {
  description = "The cloud-config, gzipped (which cloud-init recognises) and in base64."
  value       = base64gzip(local.text)
}

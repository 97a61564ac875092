# Validated by the root module, which is the only caller.
variable "region" {
  description = "Region of AWS, for the command aws."
  type        = string
}
variable "group_name" {
  description = "Name of the auto-scaling group; empty: none."
  type        = string
}
variable "launch_hook" {
  description = "Name of the hook that waits for a new node; empty: none."
  type        = string
}
variable "terminate_hook" {
  description = "Name of the hook that waits for the drain; empty: none."
  type        = string
}
variable "apt_repository" {
  description = "Repository with the package, and its public key."
  type        = object({ url = string, suite = string, components = string, key = string })
}
variable "package_version" {
  description = "Version of the package; null: the newest."
  type        = string
}
variable "model" {
  description = "Name of the model; null: the built-in one."
  type        = string
}
variable "models_s3_uri" {
  description = "s3:// address of the models; null: those of the package."
  type        = string
}
variable "trusted_proxies" {
  description = "Ranges of the balancer's addresses."
  type        = list(string)
}
variable "node_idle_timeout_seconds" {
  description = "http.idle-timeout."
  type        = number
}
variable "deadline_seconds" {
  description = "deadline.default."
  type        = number
}
variable "drain_probe_seconds" {
  description = "drain.probe-period."
  type        = number
}
variable "drain_seconds" {
  description = "drain.timeout."
  type        = number
}
variable "target_optimizer" {
  description = "The target control agent; null: none."
  type        = object({ image = string, concurrency = number, data_port = number, control_port = number })
}
variable "cloudwatch_agent" {
  description = "Package of the CloudWatch agent; null: none."
  type        = object({ url = string, sha256 = string })
}
variable "log_group" {
  description = "Log group of the nodes."
  type        = string
}

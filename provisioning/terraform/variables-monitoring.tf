# Metrics, logs and alarms.

variable "alarm_topic_arns" {
  description = "SNS topics that get the alarms. An empty list: the alarms exist and tell nobody."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for a in var.alarm_topic_arns : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:.+$", a))])
    error_message = "alarm_topic_arns: ARNs of SNS topics."
  }
}

variable "latency_alarm_seconds" {
  description = "Alarm when 99 of 100 answers take up to longer than this, for five minutes."
  type        = number
  default     = 10

  validation {
    condition     = var.latency_alarm_seconds > 0 && var.latency_alarm_seconds < var.deadline_seconds
    error_message = "latency_alarm_seconds: above 0, and less than deadline_seconds, after which there are no answers to measure."
  }
}

variable "cloudwatch_agent" {
  description = "The CloudWatch agent's Debian package (amd64): its address and SHA-256. The node installs no file with another sum. null: no agent, thus no memory, disk and retinagate_ metrics and no logs in CloudWatch."
  type = object({
    url    = string
    sha256 = string
  })
  default = null

  validation {
    condition     = var.cloudwatch_agent == null || (can(regex("^https://[^ \n]+\\.deb$", var.cloudwatch_agent.url)) && can(regex("^[0-9a-f]{64}$", var.cloudwatch_agent.sha256)))
    error_message = "cloudwatch_agent: an https address of a .deb, and its SHA-256 in 64 lower-case hexadecimal digits."
  }
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps the nodes' logs and the flow logs."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days: a number that CloudWatch knows, such as 30, 90 or 365."
  }
}

variable "kms_key_arn" {
  description = "Key of KMS for the disks and the logs. Its policy has to allow CloudWatch Logs and the auto-scaling service role. null: the keys that AWS manages."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn: the ARN of a key of KMS."
  }
}

variable "flow_logs" {
  description = "Logs the connections that the VPC refuses."
  type        = bool
  default     = true
}

variable "access_log_bucket" {
  description = "Bucket for the load balancer's access logs; its policy has to allow the region's ELB account. null: none. The nodes have a log of their own."
  type        = string
  default     = null
}

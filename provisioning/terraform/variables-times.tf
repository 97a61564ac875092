# Times. Each is a key of the node, of the balancer or of the group, and each validation says which other time it has to fit.

variable "deadline_seconds" {
  description = "deadline.default of the nodes: a picture without a result after this time is answered 504."
  type        = number
  default     = 30

  validation {
    condition     = var.deadline_seconds >= 1 && var.deadline_seconds <= 300
    error_message = "deadline_seconds: 1 to 300."
  }
}

variable "balancer_idle_timeout_seconds" {
  description = "The load balancer closes a connection on which nothing has moved for this time, and answers 504 to a request that has waited as long."
  type        = number
  default     = 60

  validation {
    condition     = var.balancer_idle_timeout_seconds > var.deadline_seconds + 5 && var.balancer_idle_timeout_seconds <= 4000
    error_message = "balancer_idle_timeout_seconds: over 5 s more than deadline_seconds, else clients get the balancer's 504 in place of the node's answer; at most 4000."
  }
}

variable "node_idle_timeout_seconds" {
  description = "http.idle-timeout of the nodes."
  type        = number
  default     = 75

  validation {
    condition     = var.node_idle_timeout_seconds >= var.balancer_idle_timeout_seconds + 5
    error_message = "node_idle_timeout_seconds: at least 5 s more than balancer_idle_timeout_seconds, else the balancer sends requests into connections that the node is closing, and clients get 502."
  }
}

variable "health_check" {
  description = "The balancer's probe of /health on the nodes: interval and timeout in seconds, and how many answers in a row turn a node unhealthy or healthy. A full node answers 200: it must not be taken out for being busy."
  type = object({
    interval            = optional(number, 5)
    timeout             = optional(number, 4)
    unhealthy_threshold = optional(number, 2)
    healthy_threshold   = optional(number, 2)
  })
  default = {}

  validation {
    condition     = var.health_check.interval >= 5 && var.health_check.interval <= 300
    error_message = "health_check.interval: 5 to 300 seconds."
  }
  validation {
    condition     = var.health_check.timeout >= 2 && var.health_check.timeout < var.health_check.interval
    error_message = "health_check.timeout: at least 2 seconds, and less than health_check.interval."
  }
  validation {
    condition     = alltrue([for n in [var.health_check.unhealthy_threshold, var.health_check.healthy_threshold] : n >= 2 && n <= 10])
    error_message = "health_check: thresholds are 2 to 10."
  }
}

variable "drain_probe_seconds" {
  description = "drain.probe-period of the nodes: how long a node answers 503 to the probe, and still serves, before it stops listening."
  type        = number
  default     = 15

  validation {
    condition     = var.drain_probe_seconds >= var.health_check.interval * var.health_check.unhealthy_threshold + var.health_check.timeout
    error_message = "drain_probe_seconds: at least health_check.interval × unhealthy_threshold + timeout, else a node stops listening before the balancer has noticed, and clients get 502."
  }
}

variable "drain_seconds" {
  description = "drain.timeout of the nodes: how long admitted work may take to finish."
  type        = number
  default     = 35

  validation {
    condition     = var.drain_seconds >= var.deadline_seconds
    error_message = "drain_seconds: at least deadline_seconds, else a drain gives up pictures that still had time."
  }
}

variable "deregistration_delay_seconds" {
  description = "How long the balancer lets requests finish on a node that it has taken out, before the drain begins."
  type        = number
  default     = 40

  validation {
    condition     = var.deregistration_delay_seconds >= var.deadline_seconds && var.deregistration_delay_seconds <= 3600
    error_message = "deregistration_delay_seconds: at least deadline_seconds, else the balancer cuts requests off; at most 3600."
  }
}

variable "termination_hook_seconds" {
  description = "How long the group waits for a node to drain before it terminates the instance."
  type        = number
  default     = 180

  validation {
    condition     = var.termination_hook_seconds >= var.deregistration_delay_seconds + var.drain_probe_seconds + var.drain_seconds + 30 && var.termination_hook_seconds <= 7200
    error_message = "termination_hook_seconds: at least deregistration_delay_seconds + drain_probe_seconds + drain_seconds + 30, else instances end in the middle of their drain; at most 7200."
  }
}

variable "launch_hook_seconds" {
  description = "How long a new node may take to install and to become ready. A node that has not said so by then is terminated, and the group starts another."
  type        = number
  default     = 600

  validation {
    condition     = var.launch_hook_seconds >= 120 && var.launch_hook_seconds <= 7200
    error_message = "launch_hook_seconds: 120 to 7200."
  }
}

variable "warmup_seconds" {
  description = "How long a node that has become ready does not count in the group's average load: its first pictures and the balancer's probes."
  type        = number
  default     = 60

  validation {
    condition     = var.warmup_seconds >= var.health_check.interval * var.health_check.healthy_threshold && var.warmup_seconds <= 3600
    error_message = "warmup_seconds: at least health_check.interval × healthy_threshold, the time until the balancer sends a node its first request; at most 3600."
  }
}

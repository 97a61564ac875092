# How many nodes, and when there are more.

variable "use_autoscaling" {
  description = "true: an auto-scaling group between min_nodes and max_nodes. false: fixed_nodes instances, which nothing replaces."
  type        = bool
  default     = true
}

variable "fixed_nodes" {
  description = "Number of nodes without auto scaling, spread over the two zones."
  type        = number
  default     = 2

  validation {
    condition     = var.fixed_nodes >= 1 && var.fixed_nodes <= 100 && floor(var.fixed_nodes) == var.fixed_nodes
    error_message = "fixed_nodes: a whole number, 1 to 100."
  }
}

variable "min_nodes" {
  description = "Fewest nodes. Two: one in each zone, and a lost one leaves the service up."
  type        = number
  default     = 2

  validation {
    condition     = var.min_nodes >= 2 && floor(var.min_nodes) == var.min_nodes
    error_message = "min_nodes: a whole number of at least 2: with one node, each release and each fault is an outage."
  }
}

variable "max_nodes" {
  description = "Most nodes: the bound of the bill."
  type        = number
  default     = 6

  validation {
    condition     = var.max_nodes > var.min_nodes && var.max_nodes <= 100 && floor(var.max_nodes) == var.max_nodes
    error_message = "max_nodes: a whole number, more than min_nodes, else nothing can scale; at most 100."
  }
}

variable "cpu_target_percent" {
  description = "Average CPU that the first policy keeps. A new node takes minutes, in which the others carry the growth."
  type        = number
  default     = 55

  validation {
    condition     = var.cpu_target_percent >= 30 && var.cpu_target_percent <= 70
    error_message = "cpu_target_percent: 30 to 70. Above 70 the nodes are full before a new one has started."
  }
}

variable "pictures_per_second" {
  description = "Measured capacity of one node of instance_type in pictures a second (the README says how). The second policy is derived from it. The default is cautious: INT8 NanoDet on two cores."
  type        = number
  default     = 40

  validation {
    condition     = var.pictures_per_second > 0 && var.pictures_per_second <= 10000
    error_message = "pictures_per_second: above 0, at most 10000."
  }
}

variable "request_target_percent" {
  description = "Part of pictures_per_second that the second policy keeps for each node."
  type        = number
  default     = 65

  validation {
    condition     = var.request_target_percent >= 30 && var.request_target_percent <= 80
    error_message = "request_target_percent: 30 to 80. Above 80 the nodes refuse pictures before a new one has started."
  }
}

variable "spot" {
  description = "Mixes spot instances into the group. on_demand_base nodes are always on demand, and on_demand_percent of those above. A spot node is drained in the two minutes between its notice and its end. instance_types: further types that may stand in. null: on demand only."
  type = object({
    on_demand_base    = optional(number, 2)
    on_demand_percent = optional(number, 0)
    instance_types    = optional(list(string), ["c7i-flex.xlarge", "m7i.xlarge", "m7i-flex.xlarge"])
  })
  default = null

  validation {
    condition     = var.spot == null || try(var.spot.on_demand_base >= 1 && var.spot.on_demand_base <= var.max_nodes, false)
    error_message = "spot.on_demand_base: 1 to max_nodes: with spot nodes alone, the whole fleet can be taken at once."
  }
  validation {
    condition     = var.spot == null || try(var.spot.on_demand_percent >= 0 && var.spot.on_demand_percent <= 100, false)
    error_message = "spot.on_demand_percent: 0 to 100."
  }
  validation {
    condition     = var.spot == null || try(length(var.spot.instance_types) >= 1 && !anytrue([for t in var.spot.instance_types : can(regex("^(a1|t4g|[a-z]+[0-9]+g[a-z]*)\\.", t))]), false)
    error_message = "spot.instance_types: one or more further x86-64 types. Graviton (ARM) cannot run the engine."
  }
  validation {
    condition     = var.spot == null || var.drain_probe_seconds + var.drain_seconds + 10 <= 120
    error_message = "spot: drain_probe_seconds + drain_seconds have to fit into the two minutes of a spot notice."
  }
  validation {
    condition     = var.spot == null || var.use_autoscaling
    error_message = "spot: needs use_autoscaling, since nothing else replaces a node that is taken."
  }
}

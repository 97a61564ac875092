# What is deployed and where. Times that depend on each other are in variables-times.tf, sizes in variables-scaling.tf.

variable "name" {
  description = "Name of the fleet: prefix of every resource. Lower-case letters, digits and hyphens; at most 20 characters, since a load balancer's name has at most 32."
  type        = string
  default     = "retinagate"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.name))
    error_message = "name: 2 to 20 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}

variable "apt_repository" {
  description = "The signed apt repository with the package retinagate. key is the armoured public key, which the machine trusts for this repository only. A suite that ends in / is a flat repository without components."
  type = object({
    url        = string
    suite      = optional(string, "stable")
    components = optional(string, "main")
    key        = string
  })

  validation {
    condition     = can(regex("^https?://[^ \n]+$", var.apt_repository.url))
    error_message = "apt_repository.url: an http or https address (the signature protects the packages in either case)."
  }
  validation {
    condition     = startswith(trimspace(var.apt_repository.key), "-----BEGIN PGP PUBLIC KEY BLOCK-----")
    error_message = "apt_repository.key: an armoured PGP public key. A private key must not come here: it would be in the state."
  }
}

variable "package_version" {
  description = "Version of the package retinagate. null: the newest in the repository at an instance's start; then the nodes of a fleet may differ, and a release starts no instance refresh."
  type        = string
  default     = null

  validation {
    condition     = var.package_version == null || can(regex("^[0-9][A-Za-z0-9.+:~-]*$", var.package_version))
    error_message = "package_version: a Debian version, such as 1.2.0-1."
  }
}

variable "ami_id" {
  description = "Image of the nodes: Debian 12 or later, x86-64 (the engine's native code exists for nothing else). null: the newest Debian 12; a newer one then replaces the nodes at the next apply."
  type        = string
  default     = null

  validation {
    condition     = var.ami_id == null || can(regex("^ami-[0-9a-f]{8,17}$", var.ami_id))
    error_message = "ami_id: ami- and 8 or 17 hexadecimal digits."
  }
}

variable "instance_type" {
  description = "Type of the nodes, x86-64. c7i, m7i and later Intel types have AMX, with which INT8 is 2 to 3 times as fast. Burstable types (t3) slow down when their credits are used up, so CPU targets mean nothing there."
  type        = string
  default     = "c7i.xlarge"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9]+$", var.instance_type))
    error_message = "instance_type: a type such as c7i.xlarge."
  }
  validation {
    condition     = !can(regex("^(a1|t4g|[a-z]+[0-9]+g[a-z]*)\\.", var.instance_type))
    error_message = "instance_type: Graviton (ARM) types cannot run the engine, which has native code for x86-64 only."
  }
}

variable "disk_gib" {
  description = "Size of a node's encrypted disk in GiB, 8..1000."
  type        = number
  default     = 12

  validation {
    condition     = var.disk_gib >= 8 && var.disk_gib <= 1000
    error_message = "disk_gib: 8 to 1000. The natives alone unpack to 0.3 GB beside Debian, Java and the models."
  }
}

variable "model" {
  description = "Name of the model: a folder of the package, or of models_s3. null: the built-in one."
  type        = string
  default     = null

  validation {
    condition     = var.model == null || can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*$", var.model))
    error_message = "model: letters, digits, dots, hyphens and underscores."
  }
}

variable "models_s3" {
  description = "Bucket, and prefix without slashes at its ends, from which a node copies its models at the start. The instance profile then may read it. null: the models of the package."
  type = object({
    bucket = string
    prefix = optional(string, "models")
  })
  default = null

  validation {
    condition = var.models_s3 == null || (
      can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.models_s3.bucket)) &&
      can(regex("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$", var.models_s3.prefix))
    )
    error_message = "models_s3: a bucket's name, and a prefix such as models/v3 without slashes at its ends."
  }
  validation {
    condition     = var.models_s3 == null || var.model != null
    error_message = "models_s3: model has to name one of the bucket's models."
  }
}

variable "target_optimizer" {
  description = "Puts the ALB target control agent in front of each node: the balancer then sends a node no more than concurrency pictures at a time, and another node gets the next one. image is the agent's container image, by digest. concurrency is the node's number of permits (retinagate_permits). null: without."
  type = object({
    image        = string
    concurrency  = number
    data_port    = optional(number, 8081)
    control_port = optional(number, 3000)
  })
  default = null

  validation {
    condition     = var.target_optimizer == null || can(regex("@sha256:[0-9a-f]{64}$", var.target_optimizer.image))
    error_message = "target_optimizer.image: an image by digest (…@sha256:…), so that every node runs the same agent."
  }
  validation {
    condition     = var.target_optimizer == null || try(var.target_optimizer.concurrency >= 1 && var.target_optimizer.concurrency <= 1000, false)
    error_message = "target_optimizer.concurrency: 1 to 1000."
  }
  validation {
    condition = var.target_optimizer == null || try(length(distinct([
      8080, 9090, var.target_optimizer.data_port, var.target_optimizer.control_port
    ])) == 4, false)
    error_message = "target_optimizer: data_port and control_port have to differ from each other and from the node's 8080 and 9090."
  }
}

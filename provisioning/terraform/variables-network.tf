# The network, and who may reach it.

variable "vpc_cidr" {
  description = "Addresses of the VPC, /16 to /24. Cut into two public and two private subnets of an eighth each."
  type        = string
  default     = "10.42.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.vpc_cidr)) && try(tonumber(split("/", var.vpc_cidr)[1]) >= 16 && tonumber(split("/", var.vpc_cidr)[1]) <= 24, false)
    error_message = "vpc_cidr: an IPv4 range between /16 and /24."
  }
}

variable "nat_gateway_per_zone" {
  description = "true: each zone has a NAT gateway of its own, and a lost zone takes no other zone's way out. false: one for both, at half the price; a node needs it only at its start and for logs."
  type        = bool
  default     = true
}

variable "client_cidrs" {
  description = "Addresses whose clients may reach the load balancer. There is no default: 0.0.0.0/0 is a decision, since the API asks for no password."
  type        = list(string)

  validation {
    condition     = length(var.client_cidrs) > 0 && alltrue([for c in var.client_cidrs : can(cidrnetmask(c))])
    error_message = "client_cidrs: one or more IPv4 ranges, such as 203.0.113.0/24."
  }
}

variable "internal" {
  description = "true: the load balancer has private addresses only, for clients within the VPC and what is connected to it."
  type        = bool
  default     = false
}

variable "certificate_arn" {
  description = "Certificate in ACM for HTTPS. null with domain null: plain HTTP, for trials and for private networks."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", var.certificate_arn))
    error_message = "certificate_arn: the ARN of a certificate in ACM."
  }
  validation {
    condition     = var.certificate_arn == null || var.domain == null
    error_message = "certificate_arn and domain exclude each other: the domain's certificate is made here."
  }
}

variable "domain" {
  description = "Name of the service in a public Route 53 zone: its certificate is made in ACM and validated by DNS, and the name leads to the load balancer."
  type = object({
    name    = string
    zone_id = string
  })
  default = null

  validation {
    condition = var.domain == null || (
      can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain.name)) && can(regex("^Z[A-Z0-9]+$", var.domain.zone_id))
    )
    error_message = "domain: a name such as detect.example.com, and a zone's id such as Z0123456789ABC."
  }
}

variable "tls_policy" {
  description = "The load balancer's TLS policy: 1.2 and 1.3 only."
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  validation {
    condition     = can(regex("^ELBSecurityPolicy-TLS13-1-[23]-", var.tls_policy))
    error_message = "tls_policy: a policy ELBSecurityPolicy-TLS13-1-2-… or -1-3-…; older ones allow TLS 1.0 and 1.1."
  }
}

variable "web_acl_arn" {
  description = "A web ACL of WAF for the load balancer. WAF reads at most the first 64 KiB of a body, so a rule on bodies has to let longer ones pass. null: none."
  type        = string
  default     = null

  validation {
    condition     = var.web_acl_arn == null || can(regex("^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/.+$", var.web_acl_arn))
    error_message = "web_acl_arn: the ARN of a regional web ACL of WAF version 2."
  }
}

variable "deletion_protection" {
  description = "Refuses to delete the load balancer, and with it its name, until this is set to false."
  type        = bool
  default     = true
}

# Two nodes without auto scaling, within the VPC, for a known load such as a site's cameras.
terraform {
  required_version = ">= 1.9"
}

module "retinagate" {
  source = "../.."

  name            = "cameras"
  use_autoscaling = false
  fixed_nodes     = 2
  instance_type   = "c6i.large"
  internal        = true
  client_cidrs    = ["10.42.0.0/16"]

  nat_gateway_per_zone = false

  apt_repository = {
    url = "https://packages.example.com/retinagate"
    key = file("${path.module}/../repository-key.asc")
  }
  package_version = "1.0.0"
}

output "url" {
  description = "Address of the service."
  value       = module.retinagate.url
}

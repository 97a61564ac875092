# Two to six nodes behind plain HTTP, for one network of clients: the smallest fleet that outlives a node and a zone.
terraform {
  required_version = ">= 1.9"
}

module "retinagate" {
  source = "../.."

  apt_repository = {
    url = "https://packages.example.com/retinagate"
    key = file("${path.module}/../repository-key.asc")
  }
  client_cidrs        = ["203.0.113.0/24"]
  deletion_protection = false
}

output "url" {
  description = "Address of the service."
  value       = module.retinagate.url
}

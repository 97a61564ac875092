# A public service: HTTPS with a certificate of its own, models from S3, spot nodes above a base on demand, alarms to a topic.
terraform {
  required_version = ">= 1.9"
}

module "retinagate" {
  source = "../.."

  client_cidrs = ["0.0.0.0/0"]
  domain = {
    name    = "detect.example.com"
    zone_id = "Z0123456789ABC"
  }

  apt_repository = {
    url = "https://packages.example.com/retinagate"
    key = file("${path.module}/../repository-key.asc")
  }
  package_version = "1.0.0"

  model     = "retinanet-r50"
  models_s3 = { bucket = "example-models", prefix = "models/v3" }

  min_nodes           = 2
  max_nodes           = 20
  pictures_per_second = 12
  spot                = { on_demand_base = 2 }

  alarm_topic_arns = ["arn:aws:sns:us-east-1:123456789012:on-call"]
}

output "url" {
  description = "Address of the service."
  value       = module.retinagate.url
}

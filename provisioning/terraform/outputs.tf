output "url" {
  description = "Address of the service."
  value       = "${local.https ? "https" : "http"}://${var.domain == null ? aws_lb.main.dns_name : var.domain.name}/"
}

output "balancer_dns_name" {
  description = "DNS name of the load balancer: the target of a CNAME with certificate_arn."
  value       = aws_lb.main.dns_name
}

output "ami_id" {
  description = "Image of the nodes. Set ami_id to it to keep it."
  value       = local.ami_id
}

output "autoscaling_group" {
  description = "Name of the group, or null with fixed nodes."
  value       = one(aws_autoscaling_group.nodes[*].name)
}

output "instance_ids" {
  description = "The fixed nodes; empty with auto scaling."
  value       = aws_instance.fixed[*].id
}

output "request_target_per_minute" {
  description = "Requests a minute and node that the second policy keeps; null with fixed nodes."
  value       = one(aws_autoscaling_policy.requests[*].target_tracking_configuration[0].target_value)
}

output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.main.id
}

output "node_security_group_id" {
  description = "Security group of the nodes."
  value       = aws_security_group.nodes.id
}

output "log_group" {
  description = "Log group of the nodes (with cloudwatch_agent)."
  value       = aws_cloudwatch_log_group.nodes.name
}

output "dashboard" {
  description = "Name of the CloudWatch dashboard."
  value       = aws_cloudwatch_dashboard.main.dashboard_name
}

# Alarms on what clients feel, and a dashboard. The alarms use the balancer's metrics, which are there without any agent.

resource "aws_cloudwatch_log_group" "nodes" {
  name              = "/${var.name}/nodes"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

locals {
  balancer_dimension = { LoadBalancer = aws_lb.main.arn_suffix }
  target_dimensions  = { LoadBalancer = aws_lb.main.arn_suffix, TargetGroup = aws_lb_target_group.nodes.arn_suffix }
  expected_nodes     = var.use_autoscaling ? var.min_nodes : var.fixed_nodes

  # period in seconds; periods: how many in a row.
  alarms = {
    unhealthy-node = {
      about     = "A node has failed its probes for five minutes. Its log, or /health/ready on the machine, says why; when the process does not come back, terminate the instance."
      metric    = "UnHealthyHostCount", dimensions = local.target_dimensions
      statistic = "Maximum", operator = "GreaterThanThreshold", threshold = 0, period = 60, periods = 5
      missing   = "notBreaching"
    }
    too-few-nodes = {
      about     = "Fewer healthy nodes than the fewest that there should be: ${local.expected_nodes}."
      metric    = "HealthyHostCount", dimensions = local.target_dimensions
      statistic = "Minimum", operator = "LessThanThreshold", threshold = local.expected_nodes, period = 60, periods = 5
      missing   = "breaching"
    }
    refusals = {
      about     = "Nodes answer 5xx to more than one request a second for five minutes: as a rule 503 from a full fleet. The nodes' log and retinagate_rejected_total say which."
      metric    = "HTTPCode_Target_5XX_Count", dimensions = local.target_dimensions
      statistic = "Sum", operator = "GreaterThanThreshold", threshold = 60, period = 60, periods = 5
      missing   = "notBreaching"
    }
    balancer-errors = {
      about     = "The balancer itself answers 502, 503 or 504: a node has closed a connection under a request, or none is there."
      metric    = "HTTPCode_ELB_5XX_Count", dimensions = local.balancer_dimension
      statistic = "Sum", operator = "GreaterThanThreshold", threshold = 10, period = 60, periods = 3
      missing   = "notBreaching"
    }
    connections-failed = {
      about     = "The balancer cannot connect to nodes that it holds healthy."
      metric    = "TargetConnectionErrorCount", dimensions = local.target_dimensions
      statistic = "Sum", operator = "GreaterThanThreshold", threshold = 10, period = 60, periods = 3
      missing   = "notBreaching"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "service" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.about
  namespace           = "AWS/ApplicationELB"
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = each.value.operator
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  alarm_name          = "${var.name}-latency"
  alarm_description   = "One answer in a hundred takes longer than ${var.latency_alarm_seconds} s."
  namespace           = "AWS/ApplicationELB"
  metric_name         = "TargetResponseTime"
  dimensions          = local.target_dimensions
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.latency_alarm_seconds
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  # A few slow pictures of a quiet night are no alarm.
  evaluate_low_sample_count_percentiles = "ignore"
}

resource "aws_cloudwatch_metric_alarm" "at_maximum" {
  count = var.use_autoscaling ? 1 : 0

  alarm_name          = "${var.name}-at-maximum"
  alarm_description   = "The group has had ${var.max_nodes} nodes, its most, for 15 minutes: more load will be refused. Raise max_nodes."
  namespace           = "AWS/AutoScaling"
  metric_name         = "GroupInServiceInstances"
  dimensions          = { AutoScalingGroupName = aws_autoscaling_group.nodes[0].name }
  statistic           = "Minimum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.max_nodes
  period              = 60
  evaluation_periods  = 15
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}

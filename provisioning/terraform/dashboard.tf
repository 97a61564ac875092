# The dashboard in CloudWatch. Metrics of the nodes themselves are in provisioning/monitoring (Prometheus, Grafana).

locals {
  of_balancer = ["LoadBalancer", aws_lb.main.arn_suffix]
  of_targets  = ["TargetGroup", aws_lb_target_group.nodes.arn_suffix, "LoadBalancer", aws_lb.main.arn_suffix]
  elb         = "AWS/ApplicationELB"

  charts = concat(
    [
      { title = "Requests a minute", stat = "Sum", metrics = [concat([local.elb, "RequestCount"], local.of_balancer)] },
      { title = "Requests a minute and node", stat = "Sum", metrics = [concat([local.elb, "RequestCountPerTarget"], local.of_targets)] },
      {
        title = "Answers a minute", stat = "Sum"
        metrics = concat(
          [for class in ["2XX", "4XX", "5XX"] : concat([local.elb, "HTTPCode_Target_${class}_Count"], local.of_targets)],
          [concat([local.elb, "HTTPCode_ELB_5XX_Count"], local.of_balancer)],
        )
      },
      { title = "Seconds to the answer, p50", stat = "p50", metrics = [concat([local.elb, "TargetResponseTime"], local.of_targets)] },
      { title = "Seconds to the answer, p99", stat = "p99", metrics = [concat([local.elb, "TargetResponseTime"], local.of_targets)] },
      {
        title = "Nodes", stat = "Average"
        metrics = [
          concat([local.elb, "HealthyHostCount"], local.of_targets), concat([local.elb, "UnHealthyHostCount"], local.of_targets),
        ]
      },
    ],
    [for g in aws_autoscaling_group.nodes : {
      title = "CPU of the group, percent", stat = "Average", metrics = [["AWS/EC2", "CPUUtilization", "AutoScalingGroupName", g.name]]
    }],
    [for g in aws_autoscaling_group.nodes : {
      title = "Size of the group", stat = "Average"
      metrics = [
        ["AWS/AutoScaling", "GroupDesiredCapacity", "AutoScalingGroupName", g.name],
        ["AWS/AutoScaling", "GroupInServiceInstances", "AutoScalingGroupName", g.name],
      ]
    }],
    [for i in aws_instance.fixed : {
      title = "CPU of ${i.id}, percent", stat = "Average", metrics = [["AWS/EC2", "CPUUtilization", "InstanceId", i.id]]
    }],
    var.cloudwatch_agent == null ? [] : [{
      title   = "Pictures in flight and permits", stat = "Maximum"
      metrics = [["Retinagate", "retinagate_in_flight", "job", "retinagate"], ["Retinagate", "retinagate_permits", "job", "retinagate"]]
    }],
  )
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for i, chart in local.charts : {
      type   = "metric"
      x      = i % 2 * 12
      y      = floor(i / 2) * 6
      width  = 12
      height = 6
      properties = {
        title   = chart.title
        region  = local.region
        view    = "timeSeries"
        stat    = chart.stat
        period  = 60
        metrics = chart.metrics
        yAxis   = { left = { min = 0 } }
      }
    }]
  })
}

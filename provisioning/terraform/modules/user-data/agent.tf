# The CloudWatch agent: memory and disk of the machine, the node's log, and the node's own metrics.
locals {
  agent_scrape = {
    global = { scrape_interval = "1m", scrape_timeout = "10s" }
    scrape_configs = [{
      job_name       = "retinagate"
      static_configs = [{ targets = ["127.0.0.1:9090"] }]
    }]
  }
  agent = {
    agent = { metrics_collection_interval = 60, run_as_user = "root" }
    metrics = {
      namespace              = "Retinagate"
      append_dimensions      = { AutoScalingGroupName = "$${aws:AutoScalingGroupName}" }
      aggregation_dimensions = [["AutoScalingGroupName"]]
      metrics_collected = {
        mem  = { measurement = ["mem_used_percent"] }
        disk = { measurement = ["used_percent"], resources = ["/"], drop_device = true }
      }
    }
    logs = {
      logs_collected = {
        files = {
          collect_list = [{
            file_path       = "/var/log/cloud-init-output.log"
            log_group_name  = var.log_group
            log_stream_name = "{instance_id}/bootstrap"
            }, {
            # The agent reads files only: retinagate-log.service copies the journal there.
            file_path       = "/var/log/retinagate-node.log"
            log_group_name  = var.log_group
            log_stream_name = "{instance_id}/node"
          }]
        }
      }
      metrics_collected = {
        prometheus = {
          prometheus_config_path = "/etc/retinagate-prometheus.yaml"
          log_group_name         = var.log_group
          emf_processor = {
            metric_namespace = "Retinagate"
            metric_declaration = [{
              source_labels    = ["job"]
              label_matcher    = "^retinagate$"
              dimensions       = [["job"], ["job", "instance"]]
              metric_selectors = ["^retinagate_(in_flight|permits|queue_depth|ready)$"]
              }, {
              source_labels    = ["job"]
              label_matcher    = "^retinagate$"
              dimensions       = [["job", "reason"]]
              metric_selectors = ["^retinagate_rejected_total$"]
            }]
          }
        }
      }
    }
  }
}

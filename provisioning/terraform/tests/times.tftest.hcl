# Times against each other, as they reach the resources, and what the variables refuse.
mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  client_cidrs = ["203.0.113.0/24"]
  apt_repository = {
    url = "https://packages.example.com/retinagate"
    key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nx\n-----END PGP PUBLIC KEY BLOCK-----"
  }
}

run "defaults_fit" {
  command = apply

  assert {
    condition     = tonumber(regex("RETINAGATE_HTTP_IDLE_TIMEOUT=([0-9]+)s", module.user_data.text)[0]) > aws_lb.main.idle_timeout
    error_message = "A node closes idle connections before the balancer does: clients get 502."
  }
  assert {
    condition     = aws_lb.main.idle_timeout > tonumber(regex("RETINAGATE_DEADLINE_DEFAULT=([0-9]+)s", module.user_data.text)[0])
    error_message = "The balancer gives up a request before the node's deadline."
  }
  assert {
    condition = tonumber(regex("RETINAGATE_DRAIN_PROBE_PERIOD=([0-9]+)s", module.user_data.text)[0]) >= (
      aws_lb_target_group.nodes.health_check[0].interval * aws_lb_target_group.nodes.health_check[0].unhealthy_threshold +
      aws_lb_target_group.nodes.health_check[0].timeout
    )
    error_message = "A draining node stops listening before the balancer's probes have found it."
  }
  assert {
    condition = tonumber(regex("TimeoutStopSec=([0-9]+)", module.user_data.text)[0]) > (
      tonumber(regex("RETINAGATE_DRAIN_PROBE_PERIOD=([0-9]+)s", module.user_data.text)[0]) +
      tonumber(regex("RETINAGATE_DRAIN_TIMEOUT=([0-9]+)s", module.user_data.text)[0])
    )
    error_message = "systemd kills a node in the middle of its drain."
  }
  assert {
    condition = one([for h in aws_autoscaling_group.nodes[0].initial_lifecycle_hook : h.heartbeat_timeout
      if h.lifecycle_transition == "autoscaling:EC2_INSTANCE_TERMINATING"]) > (
      tonumber(aws_lb_target_group.nodes.deregistration_delay) + tonumber(regex("TimeoutStopSec=([0-9]+)", module.user_data.text)[0])
    )
    error_message = "The group ends an instance before it has drained."
  }
  assert {
    condition     = tonumber(aws_lb_target_group.nodes.deregistration_delay) >= tonumber(regex("RETINAGATE_DEADLINE_DEFAULT=([0-9]+)s", module.user_data.text)[0])
    error_message = "The balancer cuts off requests that still had time."
  }
}

run "other_times_reach_everything" {
  command = apply
  variables {
    deadline_seconds              = 50
    balancer_idle_timeout_seconds = 100
    node_idle_timeout_seconds     = 120
    drain_seconds                 = 55
    deregistration_delay_seconds  = 70
    termination_hook_seconds      = 300
  }

  assert {
    condition     = aws_lb.main.idle_timeout == 100 && strcontains(module.user_data.text, "RETINAGATE_HTTP_IDLE_TIMEOUT=120s")
    error_message = "The idle timeouts do not reach balancer and node."
  }
  assert {
    condition     = strcontains(module.user_data.text, "RETINAGATE_DEADLINE_DEFAULT=50s") && strcontains(module.user_data.text, "RETINAGATE_DRAIN_TIMEOUT=55s")
    error_message = "Deadline and drain do not reach the node."
  }
}

run "node_idle_timeout_below_the_balancers" {
  command = plan
  variables { node_idle_timeout_seconds = 60 }
  expect_failures = [var.node_idle_timeout_seconds]
}

run "balancer_idle_timeout_above_the_nodes" {
  command = plan
  variables { balancer_idle_timeout_seconds = 75 }
  expect_failures = [var.node_idle_timeout_seconds]
}

run "balancer_idle_timeout_below_the_deadline" {
  command = plan
  variables { balancer_idle_timeout_seconds = 30 }
  expect_failures = [var.balancer_idle_timeout_seconds]
}

run "probes_slower_than_the_drain" {
  command = plan
  variables { health_check = { interval = 10 } }
  expect_failures = [var.drain_probe_seconds]
}

run "probe_timeout_not_below_its_interval" {
  command = plan
  variables { health_check = { interval = 5, timeout = 5 } }
  expect_failures = [var.health_check]
}

run "drain_shorter_than_the_deadline" {
  command = plan
  variables { drain_seconds = 29 }
  expect_failures = [var.drain_seconds]
}

run "deregistration_shorter_than_the_deadline" {
  command = plan
  variables { deregistration_delay_seconds = 29 }
  expect_failures = [var.deregistration_delay_seconds]
}

run "hook_shorter_than_the_drain" {
  command = plan
  variables { termination_hook_seconds = 119 }
  expect_failures = [var.termination_hook_seconds]
}

run "warmup_before_the_first_request" {
  command = plan
  variables { warmup_seconds = 9 }
  expect_failures = [var.warmup_seconds]
}

run "latency_alarm_beyond_the_deadline" {
  command = plan
  variables { latency_alarm_seconds = 30 }
  expect_failures = [var.latency_alarm_seconds]
}

run "spot_notice_shorter_than_the_drain" {
  command = plan
  variables {
    spot                     = {}
    drain_seconds            = 100
    termination_hook_seconds = 300
  }
  expect_failures = [var.spot]
}

# What a node is: image, rights, disk and what happens at its first start.

# Debian's own account. Only asked for when no image is named.
data "aws_ami" "debian" {
  count = var.ami_id == null ? 1 : 0

  most_recent = true
  owners      = ["136693071363"]

  filter {
    name   = "name"
    values = ["debian-12-amd64-*"]
  }
  filter {
    name   = "architecture"
    values = ["x86_64"]
  }
  filter {
    name   = "virtualization-type"
    values = ["hvm"]
  }
}

locals {
  ami_id = var.ami_id == null ? data.aws_ami.debian[0].id : var.ami_id
}

module "user_data" {
  source = "./modules/user-data"

  region         = local.region
  group_name     = var.use_autoscaling ? local.group_name : ""
  launch_hook    = var.use_autoscaling ? local.launch_hook : ""
  terminate_hook = var.use_autoscaling ? local.terminate_hook : ""

  apt_repository   = var.apt_repository
  package_version  = var.package_version
  model            = var.model
  models_s3_uri    = var.models_s3 == null ? null : "s3://${var.models_s3.bucket}/${var.models_s3.prefix}/"
  target_optimizer = var.target_optimizer
  cloudwatch_agent = var.cloudwatch_agent
  log_group        = aws_cloudwatch_log_group.nodes.name

  # The balancer's addresses change within its subnets. The agent of Target Optimizer connects from the machine itself.
  trusted_proxies = concat(
    var.internal ? aws_subnet.private[*].cidr_block : aws_subnet.public[*].cidr_block,
    var.target_optimizer == null ? [] : ["127.0.0.1"],
  )

  node_idle_timeout_seconds = var.node_idle_timeout_seconds
  deadline_seconds          = var.deadline_seconds
  drain_probe_seconds       = var.drain_probe_seconds
  drain_seconds             = var.drain_seconds
}

resource "aws_launch_template" "node" {
  name_prefix            = "${var.name}-"
  description            = "A node of ${var.name}"
  image_id               = local.ami_id
  instance_type          = var.instance_type
  update_default_version = true
  user_data              = module.user_data.gzip_base64
  # Not within network_interfaces: EC2 refuses those beside the subnet of a fixed node. The private subnets give no public address.
  vpc_security_group_ids = [aws_security_group.nodes.id]
  ebs_optimized          = true

  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }

  # IMDSv2 only, and no container gets at the instance's credentials: one hop.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "disabled"
  }

  monitoring {
    # Every minute: target tracking on CPU reacts within minutes only then.
    enabled = true
  }

  block_device_mappings {
    # The root of Debian's images.
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.disk_gib
      encrypted             = true
      kms_key_id            = var.kms_key_arn
      delete_on_termination = true
    }
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])
    content {
      resource_type = tag_specifications.value
      tags          = merge({ Project = var.name, ManagedBy = "terraform", Name = "${var.name}-node" }, var.tags)
    }
  }

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = length(module.user_data.gzip_base64) / 4 * 3 <= 16384
      error_message = "The user data are longer than the 16 KiB that EC2 takes."
    }
  }
}

# The role of a node: to answer its own group's hooks, to write its logs and metrics, to read its models. Nothing else.
data "aws_iam_policy_document" "node_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "node" {
  dynamic "statement" {
    for_each = var.use_autoscaling ? [1] : []
    content {
      sid       = "AnswerHooks"
      actions   = ["autoscaling:CompleteLifecycleAction"]
      resources = ["arn:${local.partition}:autoscaling:${local.region}:${local.account}:autoScalingGroup:*:autoScalingGroupName/${local.group_name}"]
    }
  }

  dynamic "statement" {
    for_each = var.cloudwatch_agent == null ? [] : [1]
    content {
      sid       = "WriteLogs"
      actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      resources = ["${aws_cloudwatch_log_group.nodes.arn}:*"]
    }
  }

  dynamic "statement" {
    for_each = var.cloudwatch_agent == null ? [] : [1]
    content {
      sid       = "WriteMetrics"
      actions   = ["cloudwatch:PutMetricData"]
      resources = ["*"]

      condition {
        test     = "StringEquals"
        variable = "cloudwatch:namespace"
        values   = ["Retinagate"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.cloudwatch_agent == null ? [] : [1]
    content {
      # The agent looks up the name of its group.
      sid       = "ReadOwnTags"
      actions   = ["ec2:DescribeTags"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.models_s3 == null ? [] : [var.models_s3]
    content {
      sid       = "ReadModels"
      actions   = ["s3:GetObject"]
      resources = ["arn:${local.partition}:s3:::${statement.value.bucket}/${statement.value.prefix}/*"]
    }
  }

  dynamic "statement" {
    for_each = var.models_s3 == null ? [] : [var.models_s3]
    content {
      sid       = "ListModels"
      actions   = ["s3:ListBucket"]
      resources = ["arn:${local.partition}:s3:::${statement.value.bucket}"]

      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = ["${statement.value.prefix}/*"]
      }
    }
  }
}

resource "aws_iam_role" "node" {
  name_prefix        = "${var.name}-node-"
  assume_role_policy = data.aws_iam_policy_document.node_trust.json
}

locals {
  node_has_rights = var.use_autoscaling || var.cloudwatch_agent != null || var.models_s3 != null
}

resource "aws_iam_role_policy" "node" {
  # A policy without statements is refused.
  count = local.node_has_rights ? 1 : 0

  name   = "node"
  role   = aws_iam_role.node.id
  policy = data.aws_iam_policy_document.node.json
}

resource "aws_iam_instance_profile" "node" {
  name_prefix = "${var.name}-node-"
  role        = aws_iam_role.node.name
}

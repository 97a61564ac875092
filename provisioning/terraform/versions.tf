terraform {
  # 1.9: a variable's validation may refer to other variables, which is how the times below are held against each other.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The version whose schema the tests know (stub/).
      version = "6.66.0"
    }
  }
}

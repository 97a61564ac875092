# The rules for Terraform itself; those for AWS are a plugin that is not installed here.
plugin "terraform" {
  enabled = true
  preset  = "all"
}

# The files are by subject: variables-times.tf holds variables, network.tf its own resources.
rule "terraform_standard_module_structure" {
  enabled = false
}

variable "bucket" {
  description = "Where `aws cloudformation package` has put the code"
  type        = string
}

# CloudFormation takes a template of this size from a bucket only.
resource "aws_s3_object" "deployer" {
  bucket = var.bucket
  key    = "stepshift/${filemd5("stepshift.packaged.json")}.template"
  source = "stepshift.packaged.json"
}

resource "aws_cloudformation_stack" "deployer" {
  name         = "Stepshift"
  template_url = "https://${var.bucket}.s3.amazonaws.com/${aws_s3_object.deployer.key}"
  capabilities = ["CAPABILITY_IAM"]
  parameters   = { NamePrefix = "orders-" }
}

output "deployer_arn" {
  value = aws_cloudformation_stack.deployer.outputs["DeployerArn"]
}
